package org.nurture.template;

import liqp.RenderTransformer;
import liqp.TemplateContext;
import org.nurture.platform.Text;

/**
 * Puts together what the parts of a template render, and gives up before it is too long: liqp's own
 * looks at the length of a loop's output when the loop is over and the memory is taken.
 */
final class BoundedOutput implements RenderTransformer {
  private final int longest;

  /**
   * @param longest characters
   */
  BoundedOutput(int longest) {
    this.longest = longest;
  }

  @Override
  public ObjectAppender.Controller newObjectAppender(TemplateContext context, int appends) {
    return new Output();
  }

  @Override
  public Object transformObject(TemplateContext context, Object part) {
    return String.valueOf(part);
  }

  private final class Output implements ObjectAppender.Controller {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void append(Object part) {
      String rendered = String.valueOf(part);
      if (rendered.length() > longest - text.length()) {
        throw new LiquidException(
            Text.of("It would have more than {0,number,integer} characters", longest));
      }
      text.append(rendered);
    }

    @Override
    public Object getResult() {
      return text.toString();
    }
  }
}
