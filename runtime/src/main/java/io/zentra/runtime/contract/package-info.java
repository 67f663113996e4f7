/** The contract with callers over JSON: requests that are read strictly, and answers, in versions side by side. */
@NullMarked
package io.zentra.runtime.contract;

import org.jspecify.annotations.NullMarked;
