/** Tokens, open pixel, redirect, unsubscribe pages and the event inbox (D11). */
@NullMarked
package org.nurture.tracking;

import org.jspecify.annotations.NullMarked;
