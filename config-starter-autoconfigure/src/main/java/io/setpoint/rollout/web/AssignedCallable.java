package io.setpoint.rollout.web;

import java.util.concurrent.Callable;

import io.setpoint.acceptance.Assignment;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;

/**
 * Puts what a request leaves to another thread on the side of the request. Belongs to one
 * request, which has one callable at a time.
 */
final class AssignedCallable implements CallableProcessingInterceptor {

	private final Assignment assignment;

	private volatile @Nullable Assignment before;

	AssignedCallable(Assignment assignment) {
		this.assignment = assignment;
	}

	@Override
	public <T> void preProcess(NativeWebRequest request, Callable<T> task) {
		this.before = this.assignment.enter();
	}

	@Override
	public <T> void postProcess(NativeWebRequest request, Callable<T> task, @Nullable Object concurrentResult) {
		Assignment.restore(this.before);
	}

}
