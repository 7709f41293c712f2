package io.setpoint.autoconfigure;

import java.net.URL;
import java.security.CodeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;

/**
 * Names the library that does not fit to etcd's client. What is wrong between other
 * libraries is left to others.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class IncompatibleLibraryFailureAnalyzer extends AbstractFailureAnalyzer<LinkageError> {

	private static final Pattern CLASS_NAME = Pattern.compile("(?:[a-z][\\w]*[./])+[A-Z][\\w$]*");

	private static final Map<String, String> LIBRARIES = libraries();

	private static Map<String, String> libraries() {
		Map<String, String> libraries = new LinkedHashMap<>();
		libraries.put("io.etcd.jetcd.", "jetcd (io.etcd)");
		libraries.put("io.grpc.", "gRPC (io.grpc)");
		libraries.put("io.netty.", "Netty (io.netty)");
		libraries.put("io.vertx.", "Vert.x (io.vertx)");
		libraries.put("com.google.protobuf.", "Protobuf (com.google.protobuf)");
		libraries.put("com.google.common.", "Guava (com.google.guava)");
		libraries.put("dev.failsafe.", "Failsafe (dev.failsafe)");
		return libraries;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, LinkageError cause) {
		String className = className(cause);
		String library = (className != null) ? library(className) : null;
		if (className == null || library == null || !isOurs(rootFailure)) {
			return null;
		}
		String description = "The etcd client cannot work with the %s on the class path: %s%n%n    Reason: %s: %s"
			.formatted(library, found(className), cause.getClass().getSimpleName(), cause.getMessage());
		return new FailureAnalysis(description, """
				Let the versions be managed: import 'org.springframework.boot:spring-boot-dependencies' for gRPC and \
				Netty, take the others as Setpoint's starter brings them, and remove versions of your own. \
				'mvn dependency:tree' or 'gradle dependencyInsight' shows where a version comes from.""", cause);
	}

	private static @Nullable String className(LinkageError cause) {
		Matcher matcher = CLASS_NAME.matcher(String.valueOf(cause.getMessage()));
		while (matcher.find()) {
			String name = matcher.group().replace('/', '.');
			if (library(name) != null) {
				return name;
			}
		}
		return null;
	}

	private static @Nullable String library(String className) {
		return LIBRARIES.entrySet()
			.stream()
			.filter((library) -> className.startsWith(library.getKey()))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	private static boolean isOurs(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			for (StackTraceElement element : cause.getStackTrace()) {
				if (element.getClassName().startsWith("io.setpoint.store.")
						|| element.getClassName().startsWith("io.etcd.jetcd.")) {
					return true;
				}
			}
		}
		return false;
	}

	private static String found(String className) {
		try {
			CodeSource source = Class
				.forName(className, false, IncompatibleLibraryFailureAnalyzer.class.getClassLoader())
				.getProtectionDomain()
				.getCodeSource();
			URL location = (source != null) ? source.getLocation() : null;
			return className + " is from "
					+ ((location != null) ? StringUtils.getFilename(location.getPath()) : "the JDK");
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return className + " is not there";
		}
	}

}
