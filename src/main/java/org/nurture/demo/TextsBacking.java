package org.nurture.demo;

import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.demo.CaughtTexts.CaughtText;

/** The page of the text messages that the catcher has, as on the phones of their readers. */
@Named("texts")
@ViewScoped
public class TextsBacking extends CaughtBacking<CaughtText> {
  private static final long serialVersionUID = 1L;

  /** Texts that a phone shows. */
  private static final int CONVERSATION = 30;

  @Inject private CaughtTexts caught;

  @Override
  List<CaughtText> read(String search, long before, int limit) {
    return caught.search(search, before, limit);
  }

  @Override
  int count(String search) {
    return caught.found(search);
  }

  @Override
  @Nullable Long caught(long message) {
    return caught.ofMessage(message).orElse(null);
  }

  @Override
  @Nullable Long messageOf(long caughtId) {
    return caught.find(caughtId).map(CaughtText::message).orElse(null);
  }

  /** The one that is open. */
  public @Nullable CaughtText getText() {
    Long id = getId();
    return id == null ? null : caught.find(id).orElse(null);
  }

  /** All that came to the open one's number, the newest last. */
  public List<CaughtText> getConversation() {
    CaughtText open = getText();
    if (open == null) {
      return List.of();
    }
    List<CaughtText> texts = new ArrayList<>(caught.list(open.phone(), 0, CONVERSATION));
    if (texts.stream().noneMatch(t -> t.id() == open.id())) {
      texts.add(open);
    }
    Collections.reverse(texts);
    return texts;
  }
}
