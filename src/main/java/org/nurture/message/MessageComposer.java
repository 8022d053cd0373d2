package org.nurture.message;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nurture.audience.Audience;
import org.nurture.audience.Target;
import org.nurture.audience.Target.Role;
import org.nurture.message.Suppressions.Channel;
import org.nurture.platform.Database;
import org.nurture.platform.Text;
import org.nurture.platform.Time;
import org.nurture.template.CompiledMail;
import org.nurture.template.Liquid;
import org.nurture.template.LiquidException;
import org.nurture.template.Sender;
import org.nurture.template.TemplateSource;

/**
 * Composes from templates and records: address and X4, then one rendering, so that what can't be
 * rendered is known before it is queued.
 */
@ApplicationScoped
public class MessageComposer implements Composer {
  /** As many as ten segments hold; gateways refuse longer ones. */
  private static final int LONGEST_SMS = 1530;

  private static final Map<String, String> GLOBALS =
      Map.of("unsubscribe_url", "https://unsubscribe.invalid/");

  private final Contents contents;
  private final Suppressions suppressions;
  private final TemplateSource templates;
  private final Audience audience;
  private final InstantSource clock;

  @Inject
  public MessageComposer(
      Contents contents,
      Suppressions suppressions,
      TemplateSource templates,
      Audience audience,
      InstantSource clock) {
    this.contents = contents;
    this.suppressions = suppressions;
    this.templates = templates;
    this.audience = audience;
    this.clock = clock;
  }

  /** Without a container. */
  public MessageComposer(
      Database database, TemplateSource templates, Audience audience, InstantSource clock) {
    this(new Contents(database), new Suppressions(database), templates, audience, clock);
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected MessageComposer() {
    this(null, null, null, null, null);
  }

  @Override
  public Plan plan(Kind kind, long templateId, String target) {
    return plan(kind, templateId, target, true);
  }

  @Override
  public Plan plan(Kind kind, long templateId, String target, boolean tracking) {
    Contents.Content content =
        switch (kind) {
          case MAIL -> contents.store(templates.mail(templateId), tracking);
          case SMS -> contents.store(templates.sms(templateId), tracking);
          case WEBHOOK -> throw new IllegalArgumentException("webhooks have no template");
        };
    Set<String> paths = new LinkedHashSet<>(content.paths());
    Map<Role, String> roles = audience.target(target).roles();
    for (Role role :
        kind == Kind.MAIL
            ? List.of(Role.EMAIL, Role.OPT_OUT)
            : List.of(Role.PHONE, Role.COUNTRY, Role.OPT_OUT)) {
      if (roles.containsKey(role)) {
        paths.add(roles.get(role));
      }
    }
    return new Plan(kind, content.id(), target, paths);
  }

  @Override
  public List<Composition> compose(Plan plan, List<Recipient> recipients) {
    Target target = audience.target(plan.target());
    List<Resolved> resolved = new ArrayList<>(recipients.size());
    for (Recipient recipient : recipients) {
      resolved.add(plan.kind() == Kind.MAIL ? mail(target, recipient) : phone(target, recipient));
    }
    Set<String> suppressed =
        suppressions.among(
            Channel.of(plan.kind()),
            resolved.stream()
                .filter(r -> r.recipient.typedAddress() == null)
                .map(r -> r.address)
                .filter(Objects::nonNull)
                .toList());
    Rendering rendering = rendering(contents.load(plan.contentId()), Time.now(clock));
    List<Composition> compositions = new ArrayList<>(resolved.size());
    for (Resolved r : resolved) {
      compositions.add(composition(r, suppressed, rendering));
    }
    return compositions;
  }

  private static Composition composition(
      Resolved resolved, Set<String> suppressed, Rendering rendering) {
    Recipient recipient = resolved.recipient;
    if (resolved.refusal != null) {
      return new Refused(recipient.traceId(), resolved.refusal);
    }
    String address = Objects.requireNonNull(resolved.address);
    if (recipient.typedAddress() == null && suppressed.contains(address)) {
      return new Refused(recipient.traceId(), Refusal.SUPPRESSED);
    }
    try {
      return new Ready(recipient.traceId(), address, rendering.tryOut(recipient.values()));
    } catch (LiquidException e) {
      return new Unrenderable(recipient.traceId(), String.valueOf(e.getMessage()));
    }
  }

  private static Resolved mail(Target target, Recipient recipient) {
    String given = given(target, Role.EMAIL, recipient);
    if (given == null) {
      return Resolved.refused(recipient, Refusal.NO_ADDRESS);
    }
    return resolved(target, recipient, Addresses.mail(given));
  }

  private static Resolved phone(Target target, Recipient recipient) {
    String given = given(target, Role.PHONE, recipient);
    if (given == null) {
      return Resolved.refused(recipient, Refusal.NO_ADDRESS);
    }
    Object country = value(target, Role.COUNTRY, recipient);
    return resolved(
        target, recipient, Addresses.mobile(given, country == null ? null : country.toString()));
  }

  private static Resolved resolved(Target target, Recipient recipient, Optional<String> address) {
    if (address.isEmpty()) {
      return Resolved.refused(recipient, Refusal.INVALID_ADDRESS);
    }
    if (recipient.typedAddress() == null && truthy(value(target, Role.OPT_OUT, recipient))) {
      return Resolved.refused(recipient, Refusal.SUPPRESSED);
    }
    return new Resolved(recipient, address.get(), null);
  }

  private static @Nullable String given(Target target, Role role, Recipient recipient) {
    return Addresses.first(
        recipient.typedAddress() != null
            ? recipient.typedAddress()
            : value(target, role, recipient));
  }

  private static @Nullable Object value(Target target, Role role, Recipient recipient) {
    String field = target.roles().get(role);
    return field == null ? null : recipient.values().get(field);
  }

  /** Hosts keep flags as booleans, numbers or letters. */
  private static boolean truthy(@Nullable Object flag) {
    if (flag instanceof Boolean b) {
      return b;
    }
    if (flag instanceof Number n) {
      return n.doubleValue() != 0;
    }
    return flag != null
        && Set.of("true", "t", "yes", "y", "1")
            .contains(flag.toString().strip().toLowerCase(java.util.Locale.ROOT));
  }

  /** Renders once and answers the data that the message keeps. */
  private interface Rendering {
    String tryOut(Map<String, @Nullable Object> values);
  }

  private static Rendering rendering(Contents.Content content, Instant now) {
    Set<String> paths = content.paths();
    if (content.mail() != null) {
      CompiledMail.Renderer renderer = content.mail().renderer();
      return values -> {
        Map<String, @Nullable Object> plain = Values.plain(values, paths);
        CompiledMail.Rendered mail = renderer.render(plain, GLOBALS, now);
        demandAddress("from", mail.from());
        demandAddress("replyTo", mail.replyTo());
        return Values.write(plain);
      };
    }
    Liquid.Renderer renderer = Objects.requireNonNull(content.sms()).renderer();
    return values -> {
      Map<String, @Nullable Object> plain = Values.plain(values, paths);
      int length = renderer.render(plain, GLOBALS, now).length();
      if (length > LONGEST_SMS) {
        throw LiquidException.of(
            Text.of("the text has {0} characters; {1} are allowed", length, LONGEST_SMS));
      }
      return Values.write(plain);
    };
  }

  private static void demandAddress(String part, @Nullable String rendered) {
    if (rendered != null && !rendered.isBlank() && Sender.parse(rendered).isEmpty()) {
      throw LiquidException.of(
          Text.of("{0}: “{1}” is not one mail address", part, rendered.strip()));
    }
  }

  /** A recipient with its address, or why it has none. */
  private record Resolved(
      Recipient recipient, @Nullable String address, @Nullable Refusal refusal) {
    static Resolved refused(Recipient recipient, Refusal refusal) {
      return new Resolved(recipient, null, refusal);
    }
  }
}
