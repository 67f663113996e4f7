/** Where the rows live: databases, dialects, migrations. */
@NullMarked
package io.zentra.core.storage;

import org.jspecify.annotations.NullMarked;
