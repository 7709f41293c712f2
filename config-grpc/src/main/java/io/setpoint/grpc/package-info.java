/**
 * Services of gRPC that find each other in etcd: {@code etcd:///stock} is a target that
 * follows the instances of {@code stock}.
 * <p>
 * An application adds the dependency and uses Spring Boot's own gRPC, or that of
 * grpc-java. Of this package it needs no type but the auto-configurations, to order or
 * exclude them.
 */
@NullMarked
package io.setpoint.grpc;

import org.jspecify.annotations.NullMarked;
