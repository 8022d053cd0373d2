/** Tests of the engine's own parts on real databases; those of its rules are in {@code harness}. */
@org.jspecify.annotations.NullMarked
package org.nurture.journey;
