/** What a connection was asked to do, taken down and done again without what asked for it. */
@NullMarked
package io.zentra.benchmarks.jdbc;

import org.jspecify.annotations.NullMarked;
