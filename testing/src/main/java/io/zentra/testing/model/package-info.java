/** Random command sequences against a ledger, compared with a model that is too simple to be wrong. */
@NullMarked
package io.zentra.testing.model;

import org.jspecify.annotations.NullMarked;
