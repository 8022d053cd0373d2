package org.nurture.web.template;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The frames that show and edit a mail's HTML: pages of their own, whose policy lets no script run,
 * whatever the template says. Without a name: an empty one for the editor, which our script fills.
 */
@WebServlet("/templates/preview")
public class PreviewServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String NOTHING =
      "default-src 'none'; img-src * data:; font-src * data:; style-src 'unsafe-inline';"
          + " frame-ancestors 'self'; ";
  private static final String SHOWN =
      NOTHING + "sandbox allow-popups allow-popups-to-escape-sandbox";
  private static final String EDITED = NOTHING + "sandbox allow-same-origin";
  private static final String EMPTY =
      "<!DOCTYPE html><html><head><meta"
          + " charset=\"UTF-8\"><title>…</title></head><body></body></html>";

  /** What readers of mail take where the mail says nothing. */
  private static final String PLAIN =
      "<style>:where(body){margin:8px;font:15px/22px Arial,Helvetica,sans-serif}</style>";

  @Inject private Previews previews;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String name = request.getParameter("of");
    String html = name == null ? EMPTY : previews.find(name);
    if (html == null) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setContentType("text/html;charset=UTF-8");
    response.setHeader("Content-Security-Policy", name == null ? EDITED : SHOWN);
    response.setHeader("Cache-Control", "no-store");
    response.getWriter().write(name == null ? html : PLAIN + html);
  }
}
