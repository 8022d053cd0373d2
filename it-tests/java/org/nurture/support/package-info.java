/**
 * What tests of several packages share: fresh databases of both makes, transactions without a
 * server, a clock that stands still.
 */
@NullMarked
package org.nurture.support;

import org.jspecify.annotations.NullMarked;
