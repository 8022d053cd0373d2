/** Server actions, in sets where their kind allows it (D15). */
@NullMarked
package org.nurture.action;

import org.jspecify.annotations.NullMarked;
