/** What decisions cost, and what they leave of the speed of postings. */
@NullMarked
package io.zentra.benchmarks.policy;

import org.jspecify.annotations.NullMarked;
