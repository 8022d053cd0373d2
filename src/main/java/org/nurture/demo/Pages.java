package org.nurture.demo;

import jakarta.faces.context.FacesContext;
import java.io.IOException;

/** What the catchers' pages share. */
final class Pages {
  private Pages() {}

  static void notFound() throws IOException {
    FacesContext faces = FacesContext.getCurrentInstance();
    faces.getExternalContext().responseSendError(404, "There is nothing at this address");
    faces.responseComplete();
  }
}
