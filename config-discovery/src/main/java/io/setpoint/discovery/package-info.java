/**
 * Services that find each other in etcd, by the interfaces of Spring Cloud.
 * <p>
 * An application adds the dependency and uses Spring Cloud's own types:
 * {@code DiscoveryClient}, {@code @LoadBalanced}. Of this package it may rely on the
 * registration and the registry.
 */
@NullMarked
package io.setpoint.discovery;

import org.jspecify.annotations.NullMarked;
