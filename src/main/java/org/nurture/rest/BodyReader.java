package org.nurture.rest;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.nurture.platform.json.JsonText;

/** Reads a request's body into {@link Body}: strict JSON of at most 5 MB. */
@Provider
@Consumes(MediaType.WILDCARD)
public class BodyReader implements MessageBodyReader<Body> {
  static final int LARGEST = 5 * 1024 * 1024;

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return type == Body.class;
  }

  @Override
  public Body readFrom(
      Class<Body> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream in)
      throws IOException {
    byte[] bytes = in.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw new ClientErrorException(Response.Status.REQUEST_ENTITY_TOO_LARGE);
    }
    if (bytes.length == 0) {
      return new Body(null);
    }
    if (!mediaType.isWildcardType()
        && !mediaType.getSubtype().equals("json")
        && !mediaType.getSubtype().endsWith("+json")
        && !mediaType.isCompatible(MediaType.APPLICATION_OCTET_STREAM_TYPE)) {
      throw new ClientErrorException(Response.Status.UNSUPPORTED_MEDIA_TYPE);
    }
    return new Body(JsonText.object(bytes));
  }
}
