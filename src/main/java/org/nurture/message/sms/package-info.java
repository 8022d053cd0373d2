/** SMS: numbers, segments and gateways. */
@NullMarked
package org.nurture.message.sms;

import org.jspecify.annotations.NullMarked;
