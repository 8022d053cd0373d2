/**
 * Participants and the host's records: lists, timelines, a record's page, the finder. Other screens
 * take the names of records from {@link org.nurture.web.people.RecordNames}.
 */
@NullMarked
package org.nurture.web.people;

import org.jspecify.annotations.NullMarked;
