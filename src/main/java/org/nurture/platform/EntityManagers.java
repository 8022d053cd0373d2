package org.nurture.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Makes the container's entity manager injectable into constructors; it joins JTA. */
@ApplicationScoped
class EntityManagers {
  @Produces
  @PersistenceContext(unitName = "nurture")
  private EntityManager nurture;
}
