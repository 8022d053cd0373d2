@NullMarked
package org.nurture.action.script;

import org.jspecify.annotations.NullMarked;
