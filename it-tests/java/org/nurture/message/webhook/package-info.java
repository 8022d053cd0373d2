/** Tests of posting webhooks, on the databases. */
@NullMarked
package org.nurture.message.webhook;

import org.jspecify.annotations.NullMarked;
