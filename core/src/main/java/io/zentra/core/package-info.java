/** The spine: an opened storage with its lanes, tenants, journal and due work. */
@NullMarked
package io.zentra.core;

import org.jspecify.annotations.NullMarked;
