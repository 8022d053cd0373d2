package org.nurture.message;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nurture.message.Suppressions.Channel;
import org.nurture.message.Suppressions.Entry;
import org.nurture.message.Suppressions.Suppression;
import org.nurture.message.Suppressions.Why;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.Time;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.DocumentWriter;

/** The suppression list as people keep it (API.md). */
@ApplicationScoped
public class SuppressionList {
  private final Suppressions suppressions;
  private final Withdrawal withdrawal;
  private final InstantSource clock;

  @Inject
  public SuppressionList(Suppressions suppressions, Withdrawal withdrawal, InstantSource clock) {
    this.suppressions = suppressions;
    this.withdrawal = withdrawal;
    this.clock = clock;
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected SuppressionList() {
    this(null, null, null);
  }

  /** In id order, after the given one. */
  public List<Suppression> page(long after, int limit) {
    return suppressions.page(after, limit);
  }

  /** Suppresses, at once; what already is stays as it is. */
  public Added add(Request request) {
    Suppression before = suppressions.find(request.channel(), request.address());
    if (before != null) {
      return new Added(before, false);
    }
    withdrawal.suppress(
        List.of(new Entry(request.channel(), request.address(), Why.MANUAL, request.note())),
        Time.now(clock));
    Suppression added = suppressions.find(request.channel(), request.address());
    if (added == null) {
      throw NurtureException.conflict(Text.of("The suppression was removed at the same time"));
    }
    return new Added(added, true);
  }

  /**
   * @throws NurtureException NOT_FOUND
   */
  public void remove(long id) {
    if (!suppressions.remove(id)) {
      throw NurtureException.notFound("suppression", id);
    }
  }

  /** As API.md has it. */
  public static JsonObject toJson(Suppression suppression) {
    return new DocumentWriter()
        .id("id", suppression.id())
        .put("channel", suppression.channel().name().toLowerCase(java.util.Locale.ROOT))
        .put("address", suppression.address())
        .put("reason", suppression.reason())
        .put("since", suppression.since())
        .put("note", suppression.note())
        .build();
  }

  /**
   * @param fresh false: it was suppressed before
   */
  public record Added(Suppression suppression, boolean fresh) {}

  /** An address to suppress, normalised. */
  public record Request(Channel channel, String address, @Nullable String note) {
    public static Request read(DocumentReader in) {
      in.ignore("id", "reason", "since");
      Channel channel = in.word("channel", Channel.class);
      String given = in.text("address", 400);
      String note = in.optionalText("note", 1000);
      if (channel == null || given.isBlank()) {
        return new Request(Channel.EMAIL, "", note);
      }
      Optional<String> normal =
          channel == Channel.EMAIL ? Addresses.mail(given) : Addresses.phone(given, null);
      if (normal.isEmpty()) {
        in.problems()
            .invalid(
                in.at("address"),
                channel == Channel.EMAIL
                    ? Text.of("“{0}” is not a mail address, like ann@example.org", given)
                    : Text.of(
                        "“{0}” is not an international phone number, like +390612345678", given));
      }
      return new Request(channel, normal.orElse(""), note);
    }
  }
}
