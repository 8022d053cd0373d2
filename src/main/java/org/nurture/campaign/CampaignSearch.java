package org.nurture.campaign;

import jakarta.json.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a list of campaigns shows; each null means any.
 *
 * @param archived whether those in the archive; null: both
 * @param tag one that they bear, exactly
 * @param text that name or a tag contains, in either case; or the target is one of {@code
 *     textTargets}
 * @param textTargets targets whose label contains the text
 */
public record CampaignSearch(
    @Nullable String responsible,
    @Nullable CampaignState state,
    @Nullable Boolean archived,
    @Nullable String target,
    @Nullable String tag,
    @Nullable String text,
    List<String> textTargets) {

  public CampaignSearch {
    textTargets = List.copyOf(textTargets);
  }

  CampaignSearch of(String name) {
    return new CampaignSearch(name, state, archived, target, tag, text, textTargets);
  }

  @Nullable String textPattern() {
    return text == null ? null : "%" + escaped(text.toLowerCase(Locale.ROOT)) + "%";
  }

  /** Tags are kept as a JSON list. */
  @Nullable String tagPattern() {
    return tag == null ? null : "%" + escaped(Json.createValue(tag).toString()) + "%";
  }

  /**
   * With the escape that both makes of databases take by themselves: where a query says ESCAPE,
   * EclipseLink writes all parameters into its text, a boolean as a number.
   */
  static String escaped(String text) {
    return text.replaceAll("[\\\\%_]", "\\\\$0");
  }
}
