/** SMPP 3.4: binds, submitting in a window, receipts and texts that come in. */
@NullMarked
package org.nurture.message.sms.smpp;

import org.jspecify.annotations.NullMarked;
