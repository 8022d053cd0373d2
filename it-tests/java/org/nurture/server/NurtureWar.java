package org.nurture.server;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.Asset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR as the build made it, for Arquillian. */
public final class NurtureWar {
  private NurtureWar() {}

  /** With the classes of the test that runs inside, and its runner's address open to all. */
  public static WebArchive with(Class<?>... tests) {
    WebArchive war = shipped().addClasses(tests);
    String descriptor = text(war.get("WEB-INF/web.xml").getAsset());
    return war.setWebXML(
        new StringAsset(
            descriptor.replace(
                "<url-pattern>/login</url-pattern>",
                "<url-pattern>/login</url-pattern><url-pattern>/ArquillianServletRunnerEE9</url-pattern>")));
  }

  private static String text(Asset asset) {
    try (InputStream stream = asset.openStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WebArchive shipped() {
    return ShrinkWrap.create(ZipImporter.class, "nurture.war")
        .importFrom(new File(System.getProperty("it.war", "target/nurture.war")))
        .as(WebArchive.class);
  }
}
