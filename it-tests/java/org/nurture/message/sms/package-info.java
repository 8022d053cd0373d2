/** SMS gateways, as servers that do what a test wants. */
@NullMarked
package org.nurture.message.sms;

import org.jspecify.annotations.NullMarked;
