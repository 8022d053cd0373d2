package org.nurture.action;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nurture.action.ServerActions.Terms;
import org.nurture.platform.NurtureException;
import org.nurture.platform.Text;
import org.nurture.platform.json.DocumentReader;
import org.nurture.platform.json.Problems;
import org.nurture.security.CurrentUser;
import org.nurture.security.Role;

/**
 * What campaigns keep of actions from their start to “Update”, and who may have them run. Joins the
 * caller's transaction, or has one of its own.
 */
@ApplicationScoped
@Transactional
public class KeptActions {
  private ActionStore store;
  private Sequences sequences;
  private Versions versions;
  private CurrentUser user;

  /** For the container's proxy. */
  @SuppressWarnings("NullAway.Init")
  protected KeptActions() {}

  @Inject
  public KeptActions(EntityManager entities, CurrentUser user) {
    this.store = new ActionStore(entities);
    this.sequences = new Sequences(store);
    this.versions = new Versions(entities);
    this.user = user;
  }

  /**
   * What an action comes to.
   *
   * @param all itself, and of a sequence the parts in their order, with the sequences among them
   * @param gone what is no longer there, or who may not, in words; null: all is well
   */
  record Parts(List<Versions.Part> all, @Nullable String gone) {
    /** What is to be executed, in order. */
    List<ActionDocument> documents() {
      return Sequences.steps(all);
    }
  }

  /**
   * Does not throw where it is gone: that would roll the caller's transaction back.
   *
   * @param terms which version, and in whose name
   */
  Parts resolve(long id, Terms terms) {
    try {
      List<Versions.Part> parts =
          terms.version() == null ? parts(id) : versions.parts(terms.version());
      String refusal = terms.by() == null ? null : refusal(id, parts, terms.by());
      return new Parts(parts, refusal);
    } catch (NurtureException e) {
      return new Parts(List.of(), e.getMessage());
    }
  }

  private List<Versions.Part> parts(long id) {
    return sequences.parts(
        store
            .find(id)
            .orElseThrow(
                () -> NurtureException.conflict(Text.of("The action is no longer there"))));
  }

  /** Groups as they are now, and as they were when the campaign began to keep the action. */
  private @Nullable String refusal(long id, List<Versions.Part> parts, String by) {
    CurrentUser runner = CurrentUser.of("", Role.ofGroups(by));
    List<ActionDocument> asked = new ArrayList<>();
    store.find(id).ifPresent(row -> asked.add(ActionStore.document(row)));
    for (Versions.Part part : parts) {
      asked.add(part.document());
      store.find(part.id()).ifPresent(row -> asked.add(ActionStore.document(row)));
    }
    return asked.stream()
        .filter(action -> !runner.isInOneOf(action.groups()))
        .findFirst()
        .map(
            action ->
                gone(action)
                    .orElseGet(
                        () ->
                            Text.of(
                                "The action “{0}” is only for the groups {1}; whoever started the"
                                    + " campaign is in none of them",
                                action.name(), String.join(", ", action.groups()))))
        .orElse(null);
  }

  /** That a group which it is kept for is no longer there. */
  private static Optional<String> gone(ActionDocument action) {
    return action.groups().stream()
        .filter(group -> !Role.isGroup(group))
        .findFirst()
        .map(
            group ->
                Text.of(
                    "The action “{0}” is kept for the group “{1}”, which is no longer there",
                    action.name(), group));
  }

  /**
   * What a campaign keeps of an action from now on.
   *
   * @param version see {@link Terms#version}
   * @param by roles of the current user, see {@link Terms#by}
   */
  public record Pin(long version, String by) {}

  /**
   * Keeps the action as it is now, with the parts of a sequence, in the current user's name.
   *
   * @throws NurtureException CONFLICT: it or a part of it is gone
   */
  public Pin pin(long id) {
    return new Pin(versions.keep(id, parts(id)), Role.groups(user.roles()));
  }

  /** Whether the action is another by now than the version that somebody keeps. */
  public boolean newer(long id, long version) {
    try {
      return versions.differs(version, parts(id));
    } catch (NurtureException e) {
      // what is gone is no newer one
      return false;
    }
  }

  /**
   * Why nobody can choose it for a campaign: it, or a part of it, is kept for a group that is no
   * longer there.
   */
  public Optional<String> unusable(long campaignId, String name) {
    return store
        .visible(campaignId, name)
        .flatMap(
            row ->
                Stream.concat(
                        Stream.of(ActionStore.document(row)),
                        resolve(row.id, Terms.NONE).all().stream().map(Versions.Part::document))
                    .flatMap(action -> gone(action).stream())
                    .findFirst());
  }

  /** The groups that it is kept for, and of a sequence those of each part, of all levels. */
  public List<List<String>> groups(long campaignId, String name) {
    return store
        .visible(campaignId, name)
        .map(
            row -> {
              List<List<String>> groups = new ArrayList<>();
              groups.add(ActionStore.document(row).groups());
              resolve(row.id, Terms.NONE).all().forEach(p -> groups.add(p.document().groups()));
              return groups;
            })
        .orElse(List.of());
  }

  /** The groups that what a whole document names is kept for; only a sequence names any. */
  public List<List<String>> groupsOfParts(long campaignId, JsonObject document) {
    ActionDocument action =
        DocumentReader.read(
            document,
            "",
            new Problems(),
            in -> ActionDocument.readWithin(in, document.getString("target", "")));
    return action.effect() instanceof Sequence sequence
        ? sequence.actions().stream().flatMap(name -> groups(campaignId, name).stream()).toList()
        : List.of();
  }
}
