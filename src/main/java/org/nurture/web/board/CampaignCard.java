package org.nurture.web.board;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A campaign on the board and in the list.
 *
 * @param state NEW, RUNNING, STOPPED or ARCHIVED
 * @param life NEW, RUNNING or STOPPED, archived or not
 * @param target its label
 * @param group what the list is grouped by, in words
 * @param initials of the responsible; empty: nobody
 * @param tags the first ones
 * @param moreTags the others, in one text; empty: none
 * @param activities how many
 * @param missing how many things keep it from being started
 * @param staged how many changes are staged
 * @param blocked empty: it is not
 * @param figures three or four, in the order of the card; empty: it never ran
 * @param line path of the last days; empty: there is none
 * @param status one line on what it does next
 */
public record CampaignCard(
    long id,
    String name,
    String state,
    String life,
    String target,
    String group,
    @Nullable String responsible,
    String initials,
    List<String> tags,
    String moreTags,
    int activities,
    int missing,
    int staged,
    long errors,
    String blocked,
    List<Figure> figures,
    String line,
    String area,
    String status,
    Numbers numbers)
    implements Serializable {

  /** A figure with the key of its label. */
  public record Figure(String label, String value) implements Serializable {}

  /** As the list's columns show them; null: does not apply. */
  public record Numbers(
      long participants, @Nullable Long sent, @Nullable Long opened, @Nullable Long clicked)
      implements Serializable {
    public String openedShare() {
      return share(opened);
    }

    public String clickedShare() {
      return share(clicked);
    }

    private String share(@Nullable Long part) {
      return part == null || sent == null ? "" : CampaignWords.share(part, sent);
    }
  }

  public boolean startable() {
    return !state.equals("ARCHIVED") && !life.equals("RUNNING");
  }

  public boolean running() {
    return life.equals("RUNNING");
  }

  public boolean archived() {
    return state.equals("ARCHIVED");
  }
}
