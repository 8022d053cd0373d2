package org.nurture.demo;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nurture.demo.CaughtMails.CaughtMail;
import org.nurture.demo.CaughtTexts.CaughtText;
import org.nurture.demo.MailContent.MailHeader;
import org.nurture.platform.Config;
import org.nurture.platform.NurtureException;
import org.nurture.platform.json.DocumentWriter;
import org.nurture.rest.Ids;
import org.nurture.rest.Paging;
import org.nurture.rest.Roles;

/** What the catchers hold, newest first; in demo and development mode only, 404 elsewhere. */
@Path("demo")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@RolesAllowed({Roles.USER, Roles.MANAGER, Roles.ADMIN})
public class CatcherResource {
  private static final String READER =
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src * data:;"
          + " style-src 'unsafe-inline'; frame-ancestors 'self'";

  private final Config config;
  private final CaughtMails mails;
  private final CaughtTexts texts;

  /** For the container's proxies. */
  @SuppressWarnings("NullAway")
  protected CatcherResource() {
    this(null, null, null);
  }

  @Inject
  public CatcherResource(Config config, CaughtMails mails, CaughtTexts texts) {
    this.config = config;
    this.mails = mails;
    this.texts = texts;
  }

  /**
   * @param to only those to this address, in any case
   */
  @GET
  @Path("mails")
  public JsonObject mails(@QueryParam("to") @Nullable String to, @BeanParam Paging paging) {
    onlyWhereThereIsADemo();
    List<CaughtMail> page = mails.list(to, paging.afterId(), paging.limit() + 1);
    return paging.answer(page, CaughtMail::id, CatcherResource::document);
  }

  /** One mail, with its source ({@code raw}). */
  @GET
  @Path("mails/{id}")
  public JsonObject mail(@PathParam("id") String id) {
    onlyWhereThereIsADemo();
    CaughtMail mail =
        mails.find(Ids.of("mail", id)).orElseThrow(() -> NurtureException.notFound("mail", id));
    return write(mail).put("raw", mail.raw()).build();
  }

  /** Its HTML part as a reader sees it; nothing in it runs, and it cannot reach the page around. */
  @GET
  @Path("mails/{id}/html")
  @Produces(MediaType.TEXT_HTML)
  public Response html(@PathParam("id") String id) {
    onlyWhereThereIsADemo();
    String html =
        mails
            .find(Ids.of("mail", id))
            .map(mail -> mail.content().html())
            .orElseThrow(() -> NurtureException.notFound("mail", id));
    return Response.ok("<base target=\"_blank\">" + html)
        .type("text/html; charset=UTF-8")
        .header("Content-Security-Policy", READER)
        .build();
  }

  /**
   * @param to only those to this number, E.164
   */
  @GET
  @Path("sms")
  public JsonObject sms(@QueryParam("to") @Nullable String to, @BeanParam Paging paging) {
    onlyWhereThereIsADemo();
    // a plus sign that was not encoded arrives as a blank
    String number = to != null && to.startsWith(" ") ? "+" + to.strip() : to;
    List<CaughtText> page = texts.list(number, paging.afterId(), paging.limit() + 1);
    return paging.answer(page, CaughtText::id, CatcherResource::document);
  }

  private void onlyWhereThereIsADemo() {
    if (!config.mode().hasDemo()) {
      throw new NotFoundException();
    }
  }

  private static JsonObject document(CaughtMail mail) {
    return write(mail).build();
  }

  private static DocumentWriter write(CaughtMail mail) {
    return new DocumentWriter()
        .id("id", mail.id())
        .put("receivedAt", mail.receivedAt())
        .put("from", mail.from())
        .put("to", mail.to())
        .put("subject", mail.content().subject())
        .put("messageId", mail.content().messageId())
        .put(
            "headers",
            DocumentWriter.array(
                mail.content().headers().stream().map(CatcherResource::header).toList()))
        .put("text", mail.content().text())
        .put("html", mail.content().html())
        .put("links", mail.content().links());
  }

  private static JsonObject header(MailHeader header) {
    return new DocumentWriter().put("name", header.name()).put("value", header.value()).build();
  }

  private static JsonObject document(CaughtText text) {
    return new DocumentWriter()
        .id("id", text.id())
        .put("receivedAt", text.receivedAt())
        .put("to", text.phone())
        .put("text", text.body())
        .put("links", text.links())
        .build();
  }
}
