package org.nurture.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The REST API at {@code /nurture/api}; resources and providers are found by scanning. */
@ApplicationPath("api")
public class NurtureApi extends Application {}
