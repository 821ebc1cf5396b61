import Storage

package typealias OrganizationID = Identifier<OrganizationRecord>
package typealias UserID = Identifier<UserRecord>
package typealias ProjectID = Identifier<ProjectRecord>
package typealias APIKeyID = Identifier<APIKeyRecord>
package typealias WorkflowID = Identifier<WorkflowRecord>
package typealias VersionID = Identifier<VersionRecord>
package typealias ConnectionID = Identifier<ConnectionRecord>
package typealias CredentialID = Identifier<CredentialRecord>
package typealias VariableID = Identifier<VariableRecord>
package typealias DeploymentID = Identifier<DeploymentRecord>
package typealias RunID = Identifier<RunRecord>
package typealias SessionID = Identifier<SessionRecord>
package typealias WebhookID = Identifier<WebhookRecord>
package typealias WebhookDeliveryID = Identifier<WebhookDeliveryRecord>
package typealias InvitationID = Identifier<InvitationRecord>
