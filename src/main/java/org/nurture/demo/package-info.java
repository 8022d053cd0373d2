/** The demo CRM, its data, and the mail and SMS catchers. Nothing depends on it. */
@NullMarked
package org.nurture.demo;

import org.jspecify.annotations.NullMarked;
