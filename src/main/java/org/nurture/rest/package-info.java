/**
 * The REST contract (API.md): resources, documents, problem details. No rules.
 *
 * <h2>How to add a resource</h2>
 *
 * <pre>{@code
 * @Path("suppressions")
 * @RequestScoped
 * @Allowed({Roles.MANAGER, Roles.ADMIN})     // without it: user, manager or admin
 * public class SuppressionsResource {
 *   private final Suppressions suppressions;      // the feature's service: transactional, holds the rules
 *
 *   @Inject SuppressionsResource(Suppressions suppressions) { ... }
 *   SuppressionsResource() { ... }                // only where the container's proxy asks for it
 *
 *   @GET
 *   public JsonObject list(@BeanParam Paging paging) {
 *     return paging.answer(suppressions.list(paging.afterId(), paging.limit() + 1), Suppression::id, Suppression::toJson);
 *   }
 *
 *   @POST
 *   public Response add(Body body) {              // strict JSON, at most 5 MB; 400 by itself
 *     return Response.ok(suppressions.add(body.read(Suppression::read)).toJson()).build();
 *   }
 *
 *   @GET @Path("{id}")
 *   public Response get(@PathParam("id") String id) {
 *     Suppression s = suppressions.get(Ids.of("suppression", id));   // no number: 404
 *     return ETags.answer(s.toJson(), s.version());
 *   }
 * }
 * }</pre>
 *
 * <ul>
 *   <li>The class is found by itself ({@link org.nurture.rest.NurtureApi} names none).
 *   <li>Documents are read with {@link org.nurture.platform.json.DocumentReader} and written with
 *       {@link org.nurture.platform.json.DocumentWriter}, in the feature's package.
 *   <li>Refusals are {@link org.nurture.platform.NurtureException}s; the mappers here make problem
 *       details of them, and of anything else. Resources catch nothing.
 *   <li>Query parameters are taken as text and checked with {@link org.nurture.rest.Query}: 400,
 *       path {@code ?name}.
 *   <li>Rights by {@code @Allowed}, fail-closed ({@link org.nurture.rest.RolesFilter});
 *       {@code @PermitAll} opens a method to everybody, log-in or not.
 * </ul>
 */
@NullMarked
package org.nurture.rest;

import org.jspecify.annotations.NullMarked;
