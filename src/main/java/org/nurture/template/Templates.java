package org.nurture.template;

import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nurture.platform.Violation;

/**
 * Templates as campaigns need them. A title is unique among the library's, and among a campaign's
 * own; those of a campaign belong to it alone. Everything joins the caller's transaction.
 */
public interface Templates {
  /** The campaign id of the library's templates. */
  long LIBRARY = 0;

  /** By title: the campaign's own first, then the library's. */
  Optional<Template> find(Channel channel, long campaignId, String title);

  /** By id, whoever owns it. */
  Optional<Template> find(Channel channel, long id);

  /** The titles of these, in one statement; those that are not there are left out. */
  Map<Long, String> titles(Channel channel, Collection<Long> ids);

  /**
   * What is wrong with a whole document for that target, placeholders included.
   *
   * @return places are JSON Pointers into the document; empty: all is well
   */
  List<Violation> check(Channel channel, String target, JsonObject document);

  /**
   * Makes it the campaign's own template, or replaces the one of the same title.
   *
   * @return its id
   * @throws org.nurture.platform.NurtureException INVALID, as {@link #check} says
   */
  long store(Channel channel, long campaignId, String target, JsonObject document);

  /**
   * Gives one campaign copies of the other's own templates.
   *
   * @return from the id of each to its copy's
   */
  Map<Long, Long> copy(Channel channel, long fromCampaign, long toCampaign);

  /** Deletes the campaign's own templates, of all channels. */
  void deleteOf(long campaignId);

  /**
   * @param campaignId {@link #LIBRARY} or the campaign that it belongs to
   */
  record Template(long id, long campaignId, String title, String target) {}
}
