/** What writes other than single postings cost: holds with their captures, and bulks. */
@NullMarked
package io.zentra.benchmarks.writing;

import org.jspecify.annotations.NullMarked;
