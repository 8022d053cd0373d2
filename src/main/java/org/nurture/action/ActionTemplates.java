package org.nurture.action;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import org.nurture.platform.Text;
import org.nurture.template.Channel;
import org.nurture.template.TemplateUse;

/**
 * Which server actions send a template of the library. They name it by its title: it is not deleted
 * while one does, and where it is called otherwise, they follow, with what campaigns keep of them.
 */
@ApplicationScoped
public class ActionTemplates implements TemplateUse {
  private static final int SOME = 5;

  private final ActionStore store;
  private final Versions versions;

  @Inject
  public ActionTemplates(EntityManager entities) {
    this.store = new ActionStore(entities);
    this.versions = new Versions(entities);
  }

  /** For the container's proxy. */
  @SuppressWarnings("NullAway")
  protected ActionTemplates() {
    this(null);
  }

  @Override
  public List<String> usedBy(Channel channel, String title) {
    return users(channel).getOrDefault(title, List.of()).stream()
        .limit(SOME)
        .map(name -> Text.of("server action “{0}”", name))
        .toList();
  }

  /** Names of the actions that send each template of the library, by its title. */
  public Map<String, List<String>> users(Channel channel) {
    return store.ofKind(kind(channel)).stream()
        .map(ActionStore::document)
        .filter(action -> action.effect() instanceof SendMessage)
        .collect(
            groupingBy(
                action -> ((SendMessage) action.effect()).template(),
                mapping(ActionDocument::name, toList())));
  }

  @Override
  public void renamed(Channel channel, String was, String now) {
    for (ServerAction row : store.ofKind(kind(channel))) {
      ActionDocument document = ActionStore.document(row);
      ActionDocument after = following(document, channel, was, now);
      if (!after.equals(document)) {
        store.replace(row, after);
      }
    }
    versions.replace(was, document -> following(document, channel, was, now));
  }

  private static ActionDocument following(
      ActionDocument action, Channel channel, String was, String now) {
    return action.effect() instanceof SendMessage send
            && send.channel() == channel
            && send.template().equals(was)
        ? new ActionDocument(
            action.name(),
            action.target(),
            new SendMessage(channel, now, send.as()),
            action.groups())
        : action;
  }

  private static ActionKind kind(Channel channel) {
    return channel == Channel.SMS ? ActionKind.SEND_SMS : ActionKind.SEND_EMAIL;
  }
}
