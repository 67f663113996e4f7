/** Searches that look up terms, which are filled from the journal behind the writer, and then look at what terms lead to. */
@NullMarked
package io.zentra.core.search;

import org.jspecify.annotations.NullMarked;
