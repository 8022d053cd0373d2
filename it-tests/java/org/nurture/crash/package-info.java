/**
 * Proof that a crash loses nothing and does nothing twice: processes are killed (SIGKILL) at the
 * fail points of the engine and of sending, and what is left goes on to what an uninterrupted run
 * gives.
 */
@org.jspecify.annotations.NullMarked
package org.nurture.crash;
