/** Twilio's HTTP API: sending, status call-backs, texts that come in. */
@NullMarked
package org.nurture.message.sms.twilio;

import org.jspecify.annotations.NullMarked;
