/** Tests of the demo CRM and the catchers on real databases and in the server. */
@NullMarked
package org.nurture.demo;

import org.jspecify.annotations.NullMarked;
