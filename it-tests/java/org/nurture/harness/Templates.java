package org.nurture.harness;

import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nurture.platform.Violation;
import org.nurture.template.Channel;
import org.nurture.template.MailContent;
import org.nurture.template.SmsContent;
import org.nurture.template.TemplateSource;

/** One text for all; a contact named "unrenderable" divides by zero. Nothing can be stored. */
final class Templates implements TemplateSource, org.nurture.template.Templates {
  /** Under which actions name it. */
  static final String TITLE = "Hello";

  private static final String TEXT = "Hello {{ object.name }}" + ActionDocuments.TRAP;

  @Override
  public MailContent mail(long templateId) {
    return new MailContent(
        "Hello", "Ann <ann@example.org>", null, null, "<p>" + TEXT + "</p>", null);
  }

  @Override
  public SmsContent sms(long templateId) {
    return new SmsContent(TEXT);
  }

  @Override
  public Optional<Template> find(Channel channel, long campaignId, String title) {
    return Optional.of(new Template(1, LIBRARY, TITLE, "contact"));
  }

  @Override
  public Optional<Template> find(Channel channel, long id) {
    throw new UnsupportedOperationException("find by id");
  }

  @Override
  public Map<Long, String> titles(Channel channel, Collection<Long> ids) {
    throw new UnsupportedOperationException("titles");
  }

  @Override
  public List<Violation> check(Channel channel, String target, JsonObject document) {
    throw new UnsupportedOperationException("check");
  }

  @Override
  public long store(Channel channel, long campaignId, String target, JsonObject document) {
    throw new UnsupportedOperationException("store");
  }

  @Override
  public Map<Long, Long> copy(Channel channel, long fromCampaign, long toCampaign) {
    throw new UnsupportedOperationException("copy");
  }

  @Override
  public void deleteOf(long campaignId) {
    throw new UnsupportedOperationException("deleteOf");
  }
}
