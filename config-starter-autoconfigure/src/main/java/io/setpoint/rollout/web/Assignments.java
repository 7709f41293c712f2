package io.setpoint.rollout.web;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.setpoint.Subject;
import io.setpoint.acceptance.Assigner;
import io.setpoint.acceptance.Assignment;
import io.setpoint.rollout.RolloutKeys;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Assigns requests to sides. A resolver that fails costs nobody the request.
 *
 * @param <R> the type of the requests
 */
final class Assignments<R> {

	/**
	 * The name of the request attribute that says which side a request is on.
	 */
	static final String VARIANT = "io.setpoint.config.variant";

	/**
	 * The name of the request attribute that says of which configurations a request has
	 * the candidate.
	 */
	static final String CANDIDATES = "io.setpoint.config.candidates";

	private static final Log logger = LogFactory.getLog(SubjectResolver.class);

	private final Supplier<? extends Assigner> assigner;

	private final SubjectResolver<R> resolver;

	private final Set<String> failures = ConcurrentHashMap.newKeySet();

	Assignments(Supplier<? extends Assigner> assigner, SubjectResolver<R> resolver) {
		this.assigner = assigner;
		this.resolver = resolver;
	}

	/**
	 * Assign a request.
	 * @param request the request
	 * @return the assignment, to be closed; {@code null} if no rollout is over requests
	 */
	@Nullable Assignment assign(R request) {
		Assigner assigner = this.assigner.get();
		return assigner.isVaried() ? assigner.assign(subject(request)) : null;
	}

	private @Nullable Subject subject(R request) {
		try {
			return this.resolver.resolve(request);
		}
		catch (Exception | LinkageError ex) {
			if (this.failures.add(ex.getClass().getName())) {
				logger.warn("The subject of a request could not be found out (" + ex.getClass().getName()
						+ "), so it has the stable side; this is said once for each kind of failure");
			}
			return null;
		}
	}

	/**
	 * Return of which configurations a request has the candidate.
	 * @param assignment its side, {@code null} if it has none
	 * @return their names in order, separated by commas
	 */
	static String candidates(@Nullable Assignment assignment) {
		if (assignment == null || !assignment.isCandidate()) {
			return RequestVariant.NONE.text();
		}
		return assignment.candidates()
			.stream()
			.map(RolloutKeys::configurationOf)
			.sorted()
			.collect(Collectors.joining(","));
	}

	static String variant(@Nullable Assignment assignment) {
		return RequestVariant.of(assignment).text();
	}

}
