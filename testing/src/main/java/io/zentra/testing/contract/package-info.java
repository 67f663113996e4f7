/** What every storage must do: extend these classes to prove a database. */
@NullMarked
package io.zentra.testing.contract;

import org.jspecify.annotations.NullMarked;
