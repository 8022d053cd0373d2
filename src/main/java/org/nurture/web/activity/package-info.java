/**
 * The dialog of one activity, on the form of its campaign: its fields, the filters that it obeys,
 * when it will run in words, and the template or action that is made in passing.
 */
@NullMarked
package org.nurture.web.activity;

import org.jspecify.annotations.NullMarked;
