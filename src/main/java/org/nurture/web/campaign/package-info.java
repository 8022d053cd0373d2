/**
 * The form of one campaign: facts, workflow, staged changes, live figures. {@link
 * org.nurture.web.campaign.CampaignDraft} is what is edited; {@link
 * org.nurture.web.campaign.CampaignDesk} saves it through the door that REST uses. What an
 * activity's dialog does stays out: it knows this package, not the other way round.
 */
@NullMarked
package org.nurture.web.campaign;

import org.jspecify.annotations.NullMarked;
