/** Mail: MIME composition and SMTP hand-over. */
@NullMarked
package org.nurture.message.mail;

import org.jspecify.annotations.NullMarked;
