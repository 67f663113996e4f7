/** The one write path: commands, decided in turn, committed in groups. */
@NullMarked
package io.zentra.core.commit;

import org.jspecify.annotations.NullMarked;
