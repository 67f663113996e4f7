/** The benchmark of the hot path: postings. */
@NullMarked
package io.zentra.benchmarks.posting;

import org.jspecify.annotations.NullMarked;
