package io.setpoint.autoconfigure;

import io.setpoint.acceptance.AcceptancePipeline;
import io.setpoint.binding.SourceReview;
import io.setpoint.document.LocationPropertySource;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Looks at what others have done to the environment while the application was starting:
 * what they have put around a location counts, and what does not follow is said.
 */
class EnvironmentReview implements SmartInitializingSingleton, ApplicationListener<ApplicationReadyEvent>, Ordered {

	private static final Log logger = LogFactory.getLog(EnvironmentReview.class);

	private final SourceReview review;

	private final AcceptancePipeline pipeline;

	EnvironmentReview(SourceReview review, AcceptancePipeline pipeline) {
		this.review = review;
		this.pipeline = pipeline;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void afterSingletonsInstantiated() {
		followOthers();
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		followOthers();
		this.pipeline.accepted().locations().forEach(LocationPropertySource::settle);
		this.review.review(this.pipeline.accepted().locations()).forEach(logger::warn);
	}

	private void followOthers() {
		if (this.review.isTouched()) {
			this.pipeline.rebind();
		}
	}

}
