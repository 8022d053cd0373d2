package org.nurture.server;

import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR as the build made it, for Arquillian. */
public final class NurtureWar {
  private NurtureWar() {}

  /** With the classes of the test that runs inside. */
  public static WebArchive with(Class<?>... tests) {
    return ShrinkWrap.create(ZipImporter.class, "nurture.war")
        .importFrom(new File(System.getProperty("it.war", "target/nurture.war")))
        .as(WebArchive.class)
        .addClasses(tests);
  }
}
