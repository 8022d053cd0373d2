/**
 * The outbox and suppression: composing, leasing and recording of messages of every channel (D7,
 * D12).
 */
@NullMarked
package org.nurture.message;

import org.jspecify.annotations.NullMarked;
