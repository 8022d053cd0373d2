/** Tests of composing, queueing and handing over, on the databases, over SMTP and in the server. */
@NullMarked
package org.nurture.message;

import org.jspecify.annotations.NullMarked;
